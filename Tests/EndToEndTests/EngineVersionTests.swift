import AuroraCore
import AuroraFiles
import RenderProtocol
import Testing

@Suite struct EngineVersionTests {
    @Test func theVersionNamesTheModelsThatAreInstalled() throws {
        let lock = try Files.digest(Workbench.project.appending(path: "scripts/engine.lock").path)
        #expect(lock.hexadecimal.hasPrefix(EngineVersion.engineFiles))
        #expect(EngineVersion.engineFiles.count == 10)
    }
}
