/** Shapes that several of GLPI's replies share. GLPI writes numbers now as numbers, now as strings (recording 25). */
import * as v from 'valibot';

export const id = v.pipe(
  v.union([v.number(), v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number))]),
  v.integer(),
  v.minValue(0),
);

/** 0/1, "0"/"1" or a boolean. */
export const flag = v.pipe(
  v.union([v.boolean(), v.number(), v.string(), v.null()]),
  v.transform((value) => value === true || value === 1 || value === '1'),
);

/** Text or null, as text. */
export const text = v.pipe(
  v.optional(v.nullable(v.union([v.string(), v.number()])), ''),
  v.transform((value) => (value === null ? '' : String(value))),
);

/** Reply to a POST of one item. */
export const added = v.object({ id, message: v.optional(v.string(), '') });

/** Reply to a POST of an array, in full (201) or in part (207): `false` where an item was not made. */
export const addedItem = v.object({
  id: v.union([id, v.literal(false)]),
  message: v.optional(v.string(), ''),
});
export const addedMany = v.union([
  v.array(addedItem),
  v.pipe(
    v.tuple([v.string(), v.array(addedItem)]),
    v.transform(([, items]) => items),
  ),
]);
