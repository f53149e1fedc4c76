import { useEffect, useMemo, useState } from "react";
import type { Invoice, Page } from "./types";

const PAGE_SIZE = 25;

export interface Filter {
  month: string;
  paid?: boolean;
  query?: string;
}

/** Loads one page of invoices and keeps it until the filter changes. */
export function useInvoices(filter: Filter, page: number) {
  const [data, setData] = useState<Page<Invoice> | null>(null);
  const [error, setError] = useState<string | null>(null);

  useEffect(() => {
    fetch(`/api/invoices?month=${filter.month}&page=${page}`)
      .then((response) => response.json())
      .then(setData)
      .catch((e) => setError(e.message));
  }, [filter, page]);

  return { data, error, loading: !data && !error };
}

export function total(invoices: Invoice[]): number {
  let sum = 0;
  for (const invoice of invoices) {
    sum += invoice.amount;
  }
  return sum;
}
