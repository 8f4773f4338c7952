"""The questionnaires as data, and the library that loads, checks and versions them. Pure; reads its own files only."""
