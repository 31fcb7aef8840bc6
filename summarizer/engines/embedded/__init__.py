"""Causal models in GGUF files: conversion, quantisation, the KV cache, and the engine that runs them."""
