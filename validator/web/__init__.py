"""The pages and the API of `validator serve`: they ask engine and plan, and decide nothing."""
