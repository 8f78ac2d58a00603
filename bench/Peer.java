// SPDX-License-Identifier: Apache-2.0
// The JDK's validator, one process for a document, as a script would run it.
import java.io.File;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;

public class Peer {
	public static void main(String[] words) throws Exception {
		SchemaFactory factory = SchemaFactory
		    .newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
		factory.newSchema(new File(words[0])).newValidator()
		    .validate(new StreamSource(new File(words[1])));
		System.out.println(words[1] + ": yes");
	}
}
