import AuroraFiles
import AuroraTesting
import Testing

/// Building whenever something changes, with the real executable.
@Suite struct WatchTests {
    private static let script = #"(printf '\0\0\0\030ftypisom\0\0\0\0isom'; cat "$1") > "$2""#

    /// Starts the watcher, does one thing after another when it has said what it has to, and interrupts it. What was
    /// said before does not count again: each look goes on behind the line that the last one found.
    private static let story = """
        "$AURORA" watch > watch.out 2> watch.err &
        watcher=$! seen=0
        said() {
            for i in $(seq 600); do
                line=$(tail -n +$((seen + 1)) watch.err | grep -n -m 1 -- "$1")
                [ "$line" ] && seen=$((seen + ${line%%:*})) && return
                sleep 0.1
            done
            echo "never said: $1"
        }
        said 'watching .* folders'
        "$AURORA" build 2> beside.err; echo "beside: $?"
        "$AURORA" watch 2> second.err; echo "second: $?"
        sed -i 's/Say it/Sing it/' scenes/a.yaml; said '1 made'; said 'watching .* folders'
        echo 'nonsense: 1' >> scenes/a.yaml; said 'has no key'; said 'watching for changes'
        sed -i '$d' scenes/a.yaml; said 'nothing to do'; said 'watching .* folders'
        cp scenes/a.yaml scenes/b.yaml; said '1 restored'; said 'watching .* folders'
        echo scribble > out/draft/b.mp4; said '1 restored'; said 'watching .* folders'
        kill -INT $watcher
        for i in $(seq 600); do kill -0 $watcher 2> /dev/null || break; sleep 0.1; done
        kill -KILL $watcher 2> /dev/null; wait $watcher; echo "ended: $?"
        ls .aurora/watch.sock 2> /dev/null
        "$AURORA" build 2> after.err; echo "after: $?"
        """

    @Test func aWatcherBuildsWhatChanges() async throws {
        let bench = try CommandBench(Self.script, words: ["{prompt}", "{output}"])
        #expect(try await bench.aurora("trust", "--yes").status == 0)
        try bench.write("story.sh", Self.story)
        let ending = try await bench.run(
            "/bin/bash", "story.sh", environment: ["AURORA": Workbench.program("aurora")])
        #expect(ending.output == "beside: 0\nsecond: 2\nended: 130\nafter: 0\n", "\(ending.messages)")
        let beside = String(decoding: try bench.bytes("beside.err"), as: UTF8.self)
        #expect(beside.hasPrefix("nothing to do: 1 video current"), "\(beside)")
        let second = String(decoding: try bench.bytes("second.err"), as: UTF8.self)
        #expect(second.contains("another `aurora watch` is at work here"), "\(second)")
        #expect(String(decoding: try bench.bytes("watch.out"), as: UTF8.self).hasPrefix("out/draft/a.mp4\n"))
        #expect(try bench.bytes("out/draft/a.mp4") == bench.bytes("out/draft/b.mp4"))
    }
}
