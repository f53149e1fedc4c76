import { useEffect, useState } from "react";
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
    const abort = new AbortController();
    const query = new URLSearchParams({ month: filter.month, page: String(page), size: String(PAGE_SIZE) });
    fetch(`/api/invoices?${query}`, { signal: abort.signal })
      .then((response) => (response.ok ? response.json() : Promise.reject(new Error(response.statusText))))
      .then(setData)
      .catch((e) => abort.signal.aborted || setError(e.message));
    return () => abort.abort();
  }, [filter.month, page]);

  return { data, error, loading: !data && !error };
}

export function total(invoices: Invoice[]): number {
  return invoices.reduce((sum, invoice) => sum + invoice.amount, 0);
}
