/* What boot and shutdown print of each container. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* Its name, or on standard error what was the matter. */
void tell(const char *name, const char *trouble);
