/* Addresses: which lease has which address of the subnet. An index in RAM. */
/* SPDX-License-Identifier: MIT */
#pragma once

#include <stdint.h>

/* Take an address of `subnet` (/16, network byte order) for a lease, under the claims lock: `wanted`
 * if it is not 0, else the next free one from where the last search ended. 0 if there is none
 * (said: "Address already in use", "no free address"). One that the lease has already is success. */
uint32_t addresses_claim(uint32_t subnet, uint32_t wanted, const char *lease);

/* Write the index: this lease has the address. -1 said. */
int addresses_set(uint32_t address, const char *lease);

/* Let all go whose lease is gone or has another: what a killed command left. -1 said. */
int addresses_sweep(void);

/* Let it go, if this lease has it. Absent is success. */
int addresses_release(uint32_t address, const char *lease);
