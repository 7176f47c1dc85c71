'use client';
import { useEffect } from 'react';
import { lecture } from '../lecture.js';
import { reportOf } from '../report-of.js';

export function Trains() {
  useEffect(() => {
    reportOf(lecture);
  }, []);
  return <p>trains</p>;
}
