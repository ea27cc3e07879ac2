/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "kernel/network/nat_match.h"
#include "kernel/network/nat_table.h"

void nat_match_interface(struct nft_batch *batch, enum nft_meta_keys which,
	enum nft_cmp_ops operation)
{
	nft_load_meta(batch, which, 0);
	nft_compare(batch, operation, NAT_INTERFACES, strlen(NAT_INTERFACES));
}

void nat_match_subnet(struct nft_batch *batch, uint32_t offset, enum nft_cmp_ops operation,
	uint32_t subnet)
{
	nft_load_payload(batch, NFT_PAYLOAD_NETWORK_HEADER, offset, NAT_SUBNET_PREFIX / 8, 0);
	nft_compare(batch, operation, &subnet, NAT_SUBNET_PREFIX / 8);
}

void nat_match_loopback(struct nft_batch *batch, uint32_t offset)
{
	nft_load_payload(batch, NFT_PAYLOAD_NETWORK_HEADER, offset, 1, 0);
	nft_compare(batch, NFT_CMP_EQ, "\x7f", 1);
}

void nat_match_connection(struct nft_batch *batch, enum nft_ct_keys key, uint32_t bits)
{
	uint32_t none = 0;

	nft_load_ct(batch, key, 0);
	nft_bitwise(batch, bits, 0);
	nft_compare(batch, NFT_CMP_NEQ, &none, sizeof none);
}
