internal import RenderMedia

extension Plane {
    /// The plane at another size, bilinear between the centres of its values.
    func stretched(width newWidth: Int, height newHeight: Int) -> Plane {
        var result = Plane(width: newWidth, height: newHeight)
        for y in 0..<newHeight {
            let (top, low) = Self.place(y, of: newHeight, in: height)
            let below = min(top + 1, height - 1)
            for x in 0..<newWidth {
                let (left, right) = Self.place(x, of: newWidth, in: width)
                let beside = min(left + 1, width - 1)
                let upper = values[top * width + left] * (1 - right) + values[top * width + beside] * right
                let lower = values[below * width + left] * (1 - right) + values[below * width + beside] * right
                result.values[y * newWidth + x] = upper * (1 - low) + lower * low
            }
        }
        return result
    }

    /// The value at or before the centre of place `index` of `count`, and how far it is to the next one, 0…1.
    private static func place(_ index: Int, of count: Int, in length: Int) -> (Int, Float) {
        let position = max((Float(index) + 0.5) * Float(length) / Float(count) - 0.5, 0)
        let whole = min(Int(position), length - 1)
        return (whole, position - Float(whole))
    }

    /// The plane with 1 wherever a value's centre lies inside `outline`, whose corners are in values from the top left.
    func raised(inside outline: [Point]) -> Plane {
        var result = self
        for y in 0..<height {
            let row = Float(y) + 0.5
            var crossings: [Float] = []
            for (index, start) in outline.enumerated() {
                let end = outline[(index + 1) % outline.count]
                guard (start.y <= row) != (end.y <= row) else { continue }
                crossings.append(start.x + (end.x - start.x) * (row - start.y) / (end.y - start.y))
            }
            crossings.sort()
            for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
                for x in 0..<width where crossings[pair] <= Float(x) + 0.5 && Float(x) + 0.5 < crossings[pair + 1] {
                    result.values[y * width + x] = 1
                }
            }
        }
        return result
    }

    /// The values over 0 that hang together, side by side, with the one at `seed`, in values from the top left; 0
    /// elsewhere.
    func connected(to seed: Point) -> Plane {
        var result = Plane(width: width, height: height)
        var waiting: [Int] = []
        func visit(_ x: Int, _ y: Int) {
            guard (0..<width).contains(x), (0..<height).contains(y) else { return }
            let index = y * width + x
            guard values[index] > 0, result.values[index] == 0 else { return }
            result.values[index] = values[index]
            waiting.append(index)
        }
        visit(Int(seed.x.rounded(.down)), Int(seed.y.rounded(.down)))
        while let index = waiting.popLast() {
            let (x, y) = (index % width, index / width)
            visit(x - 1, y)
            visit(x + 1, y)
            visit(x, y - 1)
            visit(x, y + 1)
        }
        return result
    }
}
