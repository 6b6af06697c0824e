/** Plain HTTP under a name that is not this computer: the password travels readable, and browsers withhold some functions. */
export const isPlainLan = (): boolean =>
  location.protocol === 'http:' && !/^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(location.hostname);
