"""The same stages on engines that run on many machines."""
