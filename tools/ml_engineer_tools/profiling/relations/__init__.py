"""Relations: what each column alone says of the target, judged on exploration rows."""
