"""Tests of rendering: sentences, catalogues, numbers and days in words."""
