// SPDX-License-Identifier: Apache-2.0
// The JDK as an oracle of mathematics: one line on standard input, a file and
// the signer's certificate with a tab between them; one line on standard
// output: the file, then VALID, INVALID or ERROR, and why. A file is VALID if
// one of its signatures is, with that key; whom to trust is not asked.
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.security.Key;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.crypto.KeySelector;
import javax.xml.crypto.dsig.Reference;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

public class Oracle {
	private static final Map<String, Key> keys = new HashMap<>();
	private static DocumentBuilder builder;
	private static XMLSignatureFactory factory;

	private static Key keyOf(String file) throws Exception {
		Key key = keys.get(file);

		if (key != null)
			return key;
		try (InputStream in = new FileInputStream(file)) {
			key = CertificateFactory.getInstance("X.509")
				  .generateCertificate(in).getPublicKey();
		}
		keys.put(file, key);
		return key;
	}

	// Attributes that XML Signature, XAdES and the documents call Id.
	private static void markIds(Element at) {
		NodeList all = at.getElementsByTagNameNS("*", "*");

		if (at.hasAttributeNS(null, "Id"))
			at.setIdAttributeNS(null, "Id", true);
		for (int i = 0; i < all.getLength(); i++) {
			Element one = (Element) all.item(i);

			if (one.hasAttributeNS(null, "Id"))
				one.setIdAttributeNS(null, "Id", true);
		}
	}

	private static String innermost(Throwable e) {
		while (e.getCause() != null)
			e = e.getCause();
		return e.getClass().getSimpleName() + " " +
		    String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
	}

	private static String judge(Element node, Key key) {
		try {
			DOMValidateContext context =
			    new DOMValidateContext(key, node);
			XMLSignature signature;
			StringBuilder why = new StringBuilder("INVALID");

			context.setProperty("org.jcp.xml.dsig.secureValidation",
			    Boolean.FALSE);
			signature = factory.unmarshalXMLSignature(context);
			if (!signature.getSignatureValue().validate(context))
				return "INVALID value";
			for (Object one :
			    signature.getSignedInfo().getReferences()) {
				Reference reference = (Reference) one;

				if (!reference.validate(context))
					why.append(" digest of ")
					    .append(reference.getURI());
			}
			return why.length() == 7 ? "VALID" : why.toString();
		} catch (Exception e) {
			return "ERROR " + innermost(e);
		}
	}

	private static String judgeFile(String file, String certificate) {
		String answer = "ERROR no signature";

		try {
			Document document = builder.parse(new File(file));
			NodeList all = document.getElementsByTagNameNS(
			    XMLSignature.XMLNS, "Signature");

			markIds(document.getDocumentElement());
			for (int i = 0; i < all.getLength(); i++) {
				String one = judge(
				    (Element) all.item(i), keyOf(certificate));

				if (i == 0 || one.equals("VALID"))
					answer = one;
			}
		} catch (Exception e) {
			answer = "ERROR " + innermost(e);
		}
		return answer;
	}

	public static void main(String[] words) throws Exception {
		DocumentBuilderFactory builders =
		    DocumentBuilderFactory.newInstance();
		BufferedReader in =
		    new BufferedReader(new InputStreamReader(System.in));
		String line;

		builders.setNamespaceAware(true);
		builders.setFeature(
		    "http://apache.org/xml/features/disallow-doctype-decl",
		    true);
		builders.setFeature(
		    XMLConstants.FEATURE_SECURE_PROCESSING, true);
		builder = builders.newDocumentBuilder();
		builder.setErrorHandler(null);
		factory = XMLSignatureFactory.getInstance("DOM");
		while ((line = in.readLine()) != null) {
			String[] part = line.split("\t");

			System.out.println(
			    part[0] + "\t" + judgeFile(part[0], part[1]));
		}
	}
}
