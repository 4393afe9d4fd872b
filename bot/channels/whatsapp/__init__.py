NAME = "whatsapp"
