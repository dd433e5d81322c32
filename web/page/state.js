// What all parts of the page share.

let own;

export const pool = () => own;
export const setPool = (pool) => {
  own = pool;
};

// How files are read: what the worker is told when it begins.
export const settings = { language: "zh", layout: null, own: [], previous: [], previous_named: false };

// The layouts there are.
export const layouts = [];
