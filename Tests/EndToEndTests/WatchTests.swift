import AuroraFiles
import AuroraTesting
import Testing

/// Building whenever something changes, with the real executable.
@Suite struct WatchTests {
    private static let script = #"(printf '\0\0\0\030ftypisom\0\0\0\0isom'; cat "$1") > "$2""#

    /// Starts the watcher, does one thing after another when it has said what it has to, and interrupts it.
    private static let story = """
        "$AURORA" watch > watch.out 2> watch.err &
        watcher=$!
        said() { for i in $(seq 300); do grep -q -- "$1" watch.err && return; sleep 0.1; done; echo "never said: $1"; }
        said 'watching .* folders'
        "$AURORA" build 2> beside.err; echo "beside: $?"
        "$AURORA" watch 2> second.err; echo "second: $?"
        : > watch.err; sed -i 's/Say it/Sing it/' scenes/a.yaml; said '1 made'; said 'watching .* folders'
        : > watch.err; echo 'nonsense: 1' >> scenes/a.yaml; said 'has no key'; said 'watching for changes'
        : > watch.err; sed -i '$d' scenes/a.yaml; said 'nothing to do'
        : > watch.err; cp scenes/a.yaml scenes/b.yaml; said '1 restored'; said 'watching .* folders'
        : > watch.err; echo scribble > out/draft/b.mp4; said '1 restored'
        start=$(date +%s%N); kill -INT $watcher; wait $watcher; echo "ended: $?"
        [ $(($(date +%s%N) - start)) -lt 2000000000 ] && echo 'at once'
        ls .aurora/watch.sock 2> /dev/null
        "$AURORA" build 2> after.err; echo "after: $?"
        """

    @Test func aWatcherBuildsWhatChanges() async throws {
        let bench = try CommandBench(Self.script, words: ["{prompt}", "{output}"])
        #expect(try await bench.aurora("trust", "--yes").status == 0)
        try bench.write("story.sh", Self.story)
        let ending = try await bench.run(
            "/bin/bash", "story.sh", environment: ["AURORA": Workbench.program("aurora")])
        #expect(ending.output == "beside: 0\nsecond: 2\nended: 130\nat once\nafter: 0\n", "\(ending.messages)")
        let beside = String(decoding: try bench.bytes("beside.err"), as: UTF8.self)
        #expect(beside.hasPrefix("nothing to do: 1 video current"), "\(beside)")
        let second = String(decoding: try bench.bytes("second.err"), as: UTF8.self)
        #expect(second.contains("another `aurora watch` is at work here"), "\(second)")
        #expect(String(decoding: try bench.bytes("watch.out"), as: UTF8.self).hasPrefix("out/draft/a.mp4\n"))
        #expect(try bench.bytes("out/draft/a.mp4") == bench.bytes("out/draft/b.mp4"))
    }
}
