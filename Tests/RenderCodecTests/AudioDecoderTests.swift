import RenderCodec
import RenderMedia
import Testing

@Suite struct AudioDecoderTests {
    @Test func aSoundIsMixedToOneChannelAtTheRateAskedFor() throws {
        let folder = try Folder()
        let sine = Samples.sine(hertz: 300, seconds: 1.5, sampleRateHz: 44_100)
        let silence = [Float](repeating: 0, count: sine.count)
        let path = try folder.write(Samples.wav([sine, silence], sampleRateHz: 44_100), to: "in.wav")
        let clip = try AudioDecoder.decode(path, sampleRateHz: 16_000)
        #expect(abs(clip.samples.count - 24_000) <= 1)
        let expected = Samples.sine(hertz: 300, seconds: 1.5, sampleRateHz: 16_000).map { $0 / 2 }
        let worst = zip(clip.samples, expected).dropFirst(200).dropLast(200).map { abs($0 - $1) }.max() ?? 1
        #expect(worst < 0.005)
    }

    @Test func aTrackKeepsItsChannels() throws {
        let folder = try Folder()
        let left = Samples.sine(hertz: 300, seconds: 0.5, sampleRateHz: 48_000)
        let right = Samples.sine(hertz: 500, seconds: 0.5, sampleRateHz: 48_000)
        let path = try folder.write(Samples.wav([left, right], sampleRateHz: 48_000), to: "in.wav")
        let track = try AudioDecoder.decodeTrack(path, sampleRateHz: 48_000)
        #expect(track.channels.count == 2 && track.sampleCount == left.count)
        #expect(zip(track.channels[1], right).allSatisfy { abs($0 - $1) < 1e-4 })
    }

    @Test(arguments: [0, 0xFFFF_FFFF]) func aSoundWhoseHeaderLeavesTheLengthOpenIsCounted(claimed: Int) throws {
        let folder = try Folder()
        let sine = Samples.sine(hertz: 300, seconds: 1, sampleRateHz: 16_000)
        let bytes = Samples.wav([sine], sampleRateHz: 16_000, claimedBytes: claimed)
        let path = try folder.write(bytes, to: "in.wav")
        #expect(try AudioDecoder.decode(path, sampleRateHz: 16_000).samples.count == 16_000)
    }

    @Test func aSoundThatIsShorterThanItsHeaderSaysIsCutOff() throws {
        let folder = try Folder()
        let sine = Samples.sine(hertz: 300, seconds: 1, sampleRateHz: 16_000)
        let whole = Samples.wav([sine], sampleRateHz: 16_000)
        let path = try folder.write(Array(whole.dropLast(5_000)), to: "in.wav")
        #expect { _ = try AudioDecoder.decode(path, sampleRateHz: 16_000) } throws: {
            ($0 as? CodecError)?.reason == .corrupt
        }
    }

    @Test(arguments: [16_000, 44_100]) func samplesThatAreNoNumbersAreDamage(sampleRateHz: Int) throws {
        let folder = try Folder()
        for value in [Float.nan, .infinity, -.infinity] {
            var samples = Samples.sine(hertz: 300, seconds: 1, sampleRateHz: sampleRateHz)
            samples[5_000] = value
            let path = try folder.write(Samples.floatWav(samples, sampleRateHz: sampleRateHz), to: "in.wav")
            #expect { _ = try AudioDecoder.decode(path, sampleRateHz: 16_000) } throws: {
                ($0 as? CodecError)?.reason == .corrupt
            }
        }
    }

    @Test(arguments: [1, 999, 800_000]) func aRateThatNoSoundHasIsRefused(sampleRateHz: Int) throws {
        let folder = try Folder()
        let bytes = Samples.wav([[Float](repeating: 0.1, count: 20_000)], sampleRateHz: sampleRateHz)
        let path = try folder.write(bytes, to: "in.wav")
        #expect { _ = try AudioDecoder.decode(path, sampleRateHz: 16_000) } throws: {
            ($0 as? CodecError)?.reason == .unsupported
        }
    }

    @Test func samplesFarBeyondFullScaleAreLimited() throws {
        let folder = try Folder()
        var samples = Samples.sine(hertz: 300, seconds: 1, sampleRateHz: 16_000)
        samples[5_000] = .greatestFiniteMagnitude
        samples[6_000] = 1.5
        let path = try folder.write(Samples.floatWav(samples, sampleRateHz: 16_000), to: "in.wav")
        let clip = try AudioDecoder.decode(path, sampleRateHz: 16_000)
        #expect(clip.samples[5_000] == 4 && clip.samples[6_000] == 1.5 && clip.samples[4_000] == samples[4_000])
    }

    @Test func aSoundBeyondTheLimitIsRefused() throws {
        let folder = try Folder()
        let long = [Float](repeating: 0, count: 601 * 1_000)
        let path = try folder.write(Samples.wav([long], sampleRateHz: 1_000), to: "in.wav")
        #expect { _ = try AudioDecoder.decode(path, sampleRateHz: 8_000) } throws: {
            ($0 as? CodecError)?.reason == .tooLarge
        }
    }

    @Test func whatIsNoSoundIsRefused() throws {
        let folder = try Folder()
        let text = try folder.write(Array(String(repeating: "not a sound\n", count: 400).utf8), to: "in.wav")
        #expect { _ = try AudioDecoder.decode(text, sampleRateHz: 16_000) } throws: {
            ($0 as? CodecError)?.reason == .unsupported
        }
        let empty = try folder.write([], to: "empty.wav")
        #expect { _ = try AudioDecoder.decode(empty, sampleRateHz: 16_000) } throws: {
            ($0 as? CodecError)?.reason == .corrupt
        }
        #expect { _ = try AudioDecoder.decode(folder.path("absent.wav"), sampleRateHz: 16_000) } throws: {
            ($0 as? CodecError)?.reason == .unreadable
        }
        #expect { _ = try AudioDecoder.decode(folder.url.path, sampleRateHz: 16_000) } throws: {
            ($0 as? CodecError)?.reason == .unreadable
        }
    }

    @Test func aPlaylistThatNamesOtherFilesIsNoSound() throws {
        let folder = try Folder()
        let sine = Samples.sine(hertz: 300, seconds: 1, sampleRateHz: 16_000)
        _ = try folder.write(Samples.wav([sine], sampleRateHz: 16_000), to: "other.wav")
        let list = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nother.wav\n#EXT-X-ENDLIST\n"
        let path = try folder.write(Array(list.utf8), to: "list.m3u8")
        #expect(throws: CodecError.self) { _ = try AudioDecoder.decode(path, sampleRateHz: 16_000) }
    }
}
