import Glibc
import RenderInference
import Testing

@Suite struct FreedMemoryTests {
    private static let pageSize = sysconf(Int32(_SC_PAGESIZE))
    /// Smaller than what the C library takes from the system piece by piece, so that it keeps them when they are freed.
    private static let blockSize = 24 * 4096

    /// How many whole pages of the blocks at these addresses are in memory, of how many. What is no longer mapped is not.
    private static func resident(_ blocks: [UInt]) -> (pages: Int, all: Int) {
        var (found, all) = (0, 0)
        for block in blocks {
            let first = (Int(block) + pageSize - 1) / pageSize
            for page in first..<(Int(block) + blockSize) / pageSize {
                var state: UInt8 = 0
                let isMapped = mincore(UnsafeMutableRawPointer(bitPattern: page * pageSize), pageSize, &state) == 0
                all += 1
                if isMapped, state & 1 == 1 { found += 1 }
            }
        }
        return (found, all)
    }

    @Test func whatWasFreedGoesBackToTheSystem() {
        let blocks = (0..<600).map { _ in
            let block = UnsafeMutableRawPointer.allocate(byteCount: Self.blockSize, alignment: 16)
            return block.initializeMemory(as: UInt8.self, repeating: 1, count: Self.blockSize)
        }
        let addresses = blocks.map { UInt(bitPattern: $0) }
        // Every tenth is kept: the others cannot go by shrinking the heap from its end.
        for (index, block) in blocks.enumerated() where index % 10 != 0 { block.deallocate() }
        let freed = addresses.enumerated().filter { $0.offset % 10 != 0 }.map(\.element)
        let before = Self.resident(freed)
        FreedMemory.giveBack()
        let after = Self.resident(freed)
        for index in stride(from: 0, to: blocks.count, by: 10) { blocks[index].deallocate() }
        #expect(before.pages > before.all * 3 / 4)
        #expect(after.pages < after.all / 4)
    }
}
