"""The aid put into the beneficiary's hands, and its receipt."""
