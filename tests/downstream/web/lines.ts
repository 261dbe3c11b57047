// The lines of a dashboard, from the JSON of a ranking; its types are made of vn766's schemas.
import { readFileSync } from "node:fs";
import type { RankingDict, RankedDict } from "./types/ranking.js";

function line(row: RankedDict): string {
  const band: string = row.band === null ? "–" : row.band.label;
  const lost = Object.values(row.nodes)
    .filter((node) => node.lost !== null && node.lost !== "0.00")
    .map((node) => `${node.code ?? node.label} ${node.lost}`);
  return `${row.rank}/${row.of} ${row.unit?.name ?? "–"}: ${row.total} (${band}); ${lost.join(", ")}`;
}

const ranking = JSON.parse(readFileSync(0, "utf-8")) as RankingDict;
console.log(ranking.period?.iso ?? "–");
for (const row of ranking.rows) console.log(line(row));
for (const { unit, missing } of ranking.unranked) {
  console.log(`– ${unit?.name ?? "–"}: ${missing.join(", ")}`);
}
