/** JUnit's XML, which most CI servers show as tests. */

export interface JunitSuite {
  readonly name: string;
  readonly cases: readonly JunitCase[];
}

export interface JunitCase {
  readonly className: string;
  readonly name: string;
  readonly seconds?: number;
  /** Absent where the test passed. */
  readonly failure?: { readonly message: string; readonly text?: string };
}

export function junitXml(suites: readonly JunitSuite[]): string {
  const lines = suites.flatMap(({ name, cases }) => {
    const failures = cases.filter(({ failure }) => failure !== undefined).length;
    return [
      `  <testsuite name="${escape(name)}" tests="${cases.length}" failures="${failures}">`,
      ...cases.map(caseXml),
      '  </testsuite>',
    ];
  });
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<testsuites>', ...lines, '</testsuites>', ''].join('\n');
}

function caseXml({ className, name, seconds, failure }: JunitCase): string {
  const time = seconds === undefined ? '' : ` time="${seconds.toFixed(3)}"`;
  const head = `    <testcase classname="${escape(className)}" name="${escape(name)}"${time}`;
  if (failure === undefined) return `${head}/>`;
  const message = `<failure message="${escape(failure.message)}"`;
  const end = failure.text === undefined ? '/>' : `>${escape(failure.text)}</failure>`;
  return `${head}>${message}${end}</testcase>`;
}

function escape(text: string): string {
  return (
    text
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      // XML knows no control characters but these three.
      .replaceAll(/[^\t\n\r\u0020-\uFFFD]/g, '\uFFFD')
  );
}
