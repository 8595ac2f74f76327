"""The playbook's rules, a file for each pair of neighbouring intents that must be told apart."""
