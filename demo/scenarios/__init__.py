"""The ten scenarios of product.md and some everyday requests, made through the product's own operations."""
