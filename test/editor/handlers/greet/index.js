const greetings = { Ada: 'Hello' };

exports.handler = async (event) => {
  const greeting = greetings[event.name];
  return { text: `${greeting}, ${event.name}` };
};
