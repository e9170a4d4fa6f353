//! Palettes, type roles and the spacing scale; no colour or size number anywhere else.
