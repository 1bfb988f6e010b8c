"""The one way to the network: addresses, deadlines and the clients that keep them."""
