"""The interview as a conversation: questions, answers, and where they are kept."""
