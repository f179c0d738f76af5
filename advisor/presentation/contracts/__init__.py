"""What the commands give other programs as JSON: classes, from which JSON and schemas are made."""
