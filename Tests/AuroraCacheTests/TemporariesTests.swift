import AuroraCache
import AuroraFiles
import AuroraTesting
import Testing

/// Work in progress: whose it is, and what becomes of what a killed process left.
@Suite struct TemporariesTests {
    let folder: TemporaryFolder
    let layout: DiskLayout

    init() throws {
        folder = try TemporaryFolder()
        layout = DiskLayout(folder: folder.path(".aurora"))
    }

    @Test func whatNoLivingProcessHoldsIsSwept() throws {
        #expect(try layout.isTidy)
        try Files.createDirectories(layout.temporary)
        #expect(try layout.isTidy, "this process lives")
        try folder.write("left", to: ".aurora/tmp/left/over")
        #expect(try !layout.isTidy)
        try layout.sweepTemporaries()
        #expect(try Files.names(in: layout.temporaries) == [Paths.name(layout.temporary)])
        try layout.removeTemporary()
        #expect(try Files.names(in: layout.temporaries) == [])
    }

    @Test func lookingWhetherAllIsTidyWritesNothing() throws {
        try folder.write("left", to: ".aurora/tmp/left/over")
        #expect(try !layout.isTidy)
        #expect(try Files.names(in: layout.folder) == ["tmp"])
    }

    @Test func aFolderIsLeftWhenNothingIsInIt() throws {
        let file = try layout.freshTemporary()
        try Files.write([1], to: file)
        layout.leaveTemporary()
        #expect(try FileFacts.of(file) != nil)
        try Files.remove(file)
        layout.leaveTemporary()
        #expect(try Files.names(in: layout.temporaries) == [])
    }
}
