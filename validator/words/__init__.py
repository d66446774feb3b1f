"""What people read: messages, numbers and days in a language."""
