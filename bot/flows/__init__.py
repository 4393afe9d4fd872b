"""The conversations, each as two pure functions over a frozen state (see `registry`)."""
