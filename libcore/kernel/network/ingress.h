/* Ingress: what is dropped where it comes out of a cable, before any firewall sees it. */
/* SPDX-License-Identifier: MIT */
#pragma once

/* Drop IPv4 packets for 127.0.0.0/8 that come in by the interface of this number. -1 and errno,
 * silent: the kernel may lack CONFIG_NET_SCH_INGRESS or CONFIG_NET_CLS_BPF. */
int ingress_drop_loopback(int kernel, int index);
