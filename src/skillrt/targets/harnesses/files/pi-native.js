// the provider's models, keys and logins stay as the user has them
export default (pi) => {
  pi.registerProvider("@provider@", { baseUrl: "@base_url@" });
};
