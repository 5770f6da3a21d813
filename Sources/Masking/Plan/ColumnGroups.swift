/// Columns that are tied together, directly or through others; cycles do not matter.
struct ColumnGroups {
    private var parents: [ColumnPlace: ColumnPlace] = [:]

    mutating func join(_ left: ColumnPlace, _ right: ColumnPlace) {
        let (first, second) = (root(of: left), root(of: right))
        parents[min(first, second)] = min(first, second)
        parents[max(first, second)] = min(first, second)
    }

    /// Each group in order.
    var all: [[ColumnPlace]] {
        Dictionary(grouping: parents.keys) { root(of: $0) }.values.map { $0.sorted() }
            .sorted { ($0.first?.table ?? 0, $0.first?.column ?? "") < ($1.first?.table ?? 0, $1.first?.column ?? "") }
    }

    private func root(of place: ColumnPlace) -> ColumnPlace {
        var place = place
        while let parent = parents[place], parent != place { place = parent }
        return place
    }
}
