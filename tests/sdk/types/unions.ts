// Discriminated unions narrow by their known values, and what is left is the unknown.
import type { Animal, AnimalInput, Pet } from "./unions/src/index.js";

export function wings(animal: Animal): number | undefined {
  switch (animal.type) {
    case "bird":
      return animal.wings;
    case "fish":
    case "carp":
      return animal.depth_m;
    default: {
      const later: unknown = animal["anything"];
      void later;
      return undefined;
    }
  }
}

export function sound(pet: Pet): string | undefined {
  if (pet.kind === "Dog") return pet.bark;
  if (pet.kind === "cat") return String(pet.lives);
  return pet.name;
}

export const bird: AnimalInput = { type: "bird", wings: 2 };
// @ts-expect-error -- no such animal to send
export const griffin: AnimalInput = { type: "griffin" };
