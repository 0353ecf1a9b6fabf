/**
 * A value the server may extend: the known values are offered while typing, and one that comes with a later release is still
 * of the type.
 */
export type Open<Known extends string> = Known | (string & {});

/** The discriminator of a variant this release does not know. It is a string at run time. */
export type UnknownVariant = string & { readonly "~unknown": true };

/** The values of an enumeration that this release knows. */
export interface Enumeration<Known> {
  readonly values: readonly Known[];
  /** Whether the value is one of those this release knows. */
  isKnown(value: unknown): value is Known;
}

/** Make an enumeration from its values. */
export function enumeration<Known>(values: readonly Known[]): Enumeration<Known> {
  return {
    values,
    isKnown: (value: unknown): value is Known => (values as readonly unknown[]).includes(value),
  };
}
