"""The tables of the case database and, apart from them, of the keystore. Their classes never leave `store`."""
