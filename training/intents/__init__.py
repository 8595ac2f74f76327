"""Training of the playbook's ear: the encoder's weights cut down, and the classifier over them."""
