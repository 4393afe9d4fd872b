NAME = "telegram"
