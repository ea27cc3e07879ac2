include $(sort $(wildcard $(BR2_EXTERNAL_LINKBOX_PATH)/package/*/*.mk))
