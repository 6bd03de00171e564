"""What is in a file, by meaning: tables, JSON, images, documents, text; how two are compared, what is said of one."""
