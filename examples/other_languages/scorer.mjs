// A scorer in JavaScript that reckons with whole hundredths, held to the cases that
//
//     vn766 cases -o cases && node scorer.mjs cases
//
// writes. It prints a line for each rule, and ends with status 1 if one is broken.
import { readdirSync, readFileSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import { join } from "node:path";

const read = (file) => JSON.parse(readFileSync(join(process.argv[2], file), "utf-8"));
const framework = read("framework.json");

// Figures are texts: "18.72" is 1872 hundredths, and nothing is ever a binary fraction.
const hundredths = (text) => Number(text.replace(".", ""));
const text = (value) =>
  `${(value - (value % 100)) / 100}.${String(value % 100).padStart(2, "0")}`;
// BigInt divides whole numbers; the sum makes a half go up.
const halfUp = (n, d) => Number((2n * BigInt(n) + BigInt(d)) / (2n * BigInt(d)));
const sum = (values) => values.reduce((a, b) => a + b, 0);

const maximum = hundredths(framework.max_points);
const leaves = framework.nodes.filter(
  (node) => !framework.nodes.some((other) => other.parent === node.id),
);
const indicators = new Map(framework.indicators.map((each) => [each.code, each]));

// --- the scorer ---------------------------------------------------------------------------------

function scorePoints(points) {
  const parts = leaves.map(({ id, max_points }) => {
    const value = points[id] === null ? null : hundredths(points[id]);
    if (value !== null && (value < 0 || value > hundredths(max_points))) {
      throw new RangeError(`${id}: ${points[id]}`);
    }
    return value;
  });
  if (parts.includes(null)) {
    return { total: null, percent: null, band: null };
  }
  const total = sum(parts);
  const band = framework.bands.find(({ min_points }) => total >= hundredths(min_points));
  return { total: text(total), percent: text(halfUp(total * 10000, maximum)), band: band.id };
}

function scoreCounts(code, numerator, denominator) {
  const { max_points, target_percent, of_nothing } = indicators.get(code);
  const most = hundredths(max_points);
  if (denominator === 0) {
    return of_nothing === "full" ? most : 0;
  }
  // The target may have decimals, as "62.5": both sides are times 100.
  const target = target_percent === null ? 10000 : hundredths(Number(target_percent).toFixed(2));
  return Math.min(most, halfUp(most * numerator * 10000, denominator * target));
}

function rank(totals) {
  const known = totals.filter((total) => total !== null).map(hundredths);
  return totals.map(
    (total) => total && 1 + known.filter((other) => other > hundredths(total)).length,
  );
}

// --- the cases ----------------------------------------------------------------------------------

function isRight({ points, totals, indicator, numerator, denominator, expected }) {
  if (totals !== undefined) {
    return isDeepStrictEqual(rank(totals), expected.map((place) => place && place.rank));
  }
  if (indicator !== undefined) {
    return text(scoreCounts(indicator, numerator, denominator)) === expected.points;
  }
  try {
    const { total, percent, band } = expected;
    return isDeepStrictEqual(scorePoints(points), { total, percent, band });
  } catch (error) {
    return error instanceof RangeError && expected.error === true;
  }
}

for (const file of readdirSync(process.argv[2]).sort()) {
  const { suite, rule, cases } = read(file);
  if (suite !== undefined) {
    const right = cases.filter(isRight).length;
    console.log(`${suite}: ${right}/${cases.length}`);
    if (right < cases.length) {
      console.log(`  ${rule.vi}`);
      process.exitCode = 1;
    }
  }
}
