// Two revisions of one output side by side.

function comparisonOf(change) {
  return [];
}

function endComparison() {}

begin();
beginViewer();
