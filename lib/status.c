/* SPDX-License-Identifier: Apache-2.0 */
#include "status.h"

int
comity_status_worse(int a, int b)
{
	if (a < 0 || b < 0)
		return a < b ? a : b;
	return a > b ? a : b;
}
