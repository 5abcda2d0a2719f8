"""The pages around the plan: home of each role, commands, languages, help, privacy."""
