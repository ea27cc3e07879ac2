/* The names of what a provisioning makes: who has them now, and whether they can be had. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include "provision/provision_plan.h"

/* Settle them, once each item that makes a container knows its name: a container that has changed its
 * name is removed, and another made; one whose file has moved is taken over; who can't have its name
 * is refused, said. There is a place in the plan for every container. */
void provision_names_settle(struct provision_plan *plan);
