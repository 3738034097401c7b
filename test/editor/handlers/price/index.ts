interface Order {
  readonly quantity: number;
}

export const handler = async (order: Order): Promise<{ price: number }> => {
  const price = order.quantity * 5;
  return { price };
};
