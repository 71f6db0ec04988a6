"""What stands in the chat's place while there is no model: how to get one."""
