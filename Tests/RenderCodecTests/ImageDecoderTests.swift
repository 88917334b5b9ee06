import RenderCodec
import RenderMedia
import Testing

@Suite struct ImageDecoderTests {
    @Test func aPictureIsReadAsItIs() throws {
        let image = Samples.gradient(width: 37, height: 20)
        #expect(try ImageDecoder.decode(Samples.bmp(image)) == image)
    }

    @Test func whatIsTransparentIsLaidOverLightGrey() throws {
        let rgba: [UInt8] = [255, 0, 0, 255, 0, 255, 0, 0, 0, 0, 0, 128, 255, 255, 255, 255]
        let image = try ImageDecoder.decode(Samples.png(width: 2, height: 2, rgba: rgba))
        #expect(image.pixels == [255, 0, 0, 224, 224, 224, 112, 112, 112, 255, 255, 255])
    }

    @Test func aFileCutOffAnywhereIsAnError() throws {
        let whole = Samples.png(width: 8, height: 8, rgba: [UInt8](repeating: 90, count: 256))
        _ = try ImageDecoder.decode(whole)
        for count in 0..<whole.count - 12 {
            #expect(throws: CodecError.self, "cut after \(count) bytes") {
                _ = try ImageDecoder.decode(Array(whole[..<count]))
            }
        }
    }

    @Test func aChangedByteOfAPNGIsAnError() throws {
        var bytes = Samples.png(width: 8, height: 8, rgba: [UInt8](repeating: 90, count: 256))
        bytes[120] ^= 1
        #expect { _ = try ImageDecoder.decode(bytes) } throws: { ($0 as? CodecError)?.reason == .corrupt }
    }

    @Test func aHugePictureIsRefusedBeforeItIsDecoded() throws {
        var bytes = Samples.png(width: 8, height: 8, rgba: [UInt8](repeating: 90, count: 256))
        bytes[17] = 1  // 65,544 pixels wide, as the header says
        bytes[21] = 1
        #expect { _ = try ImageDecoder.decode(bytes) } throws: { ($0 as? CodecError)?.reason == .tooLarge }
    }

    @Test func sidesWhoseProductIsNoNumberAreRefused() throws {
        var bytes = Samples.png(width: 8, height: 8, rgba: [UInt8](repeating: 90, count: 256))
        for index in 16..<24 { bytes[index] = 0xFF }
        #expect {
            _ = try ImageDecoder.decode(bytes)
        } throws: { ($0 as? CodecError)?.reason == .tooLarge }
    }

    @Test func noBytesOfJunkCrashTheDecoder() throws {
        var random = SeededRandom(seed: 7)
        let image = Samples.gradient(width: 16, height: 12)
        var rgba: [UInt8] = []
        for index in 0..<192 { rgba += image.pixels[index * 3..<index * 3 + 3] + [UInt8(index)] }
        for whole in [Samples.bmp(image), Samples.png(width: 16, height: 12, rgba: rgba)] {
            for _ in 0..<500 {
                var bytes = whole
                for _ in 0..<8 {
                    let place = Int(random.unit() * Double(bytes.count))
                    bytes[place] = UInt8(truncatingIfNeeded: random.next())
                }
                _ = try? ImageDecoder.decode(bytes)  // Either is right; only a crash is not.
            }
        }
    }

    @Test func whatIsNoPictureIsRefused() throws {
        #expect { _ = try ImageDecoder.decode(Array("GIF89a and the rest".utf8)) } throws: {
            ($0 as? CodecError)?.reason == .unsupported
        }
        #expect { _ = try ImageDecoder.decode("/nowhere/face.png") } throws: {
            ($0 as? CodecError)?.reason == .unreadable
        }
    }

    @Test func scalingKeepsAFlatColour() throws {
        let image = Image(width: 60, height: 40, pixels: Array(repeating: [10, 130, 250], count: 2_400).flatMap { $0 })
        for (width, height) in [(17, 33), (200, 120)] {
            let scaled = try ImageScaler.scaled(image, width: width, height: height)
            #expect(scaled.width == width && scaled.height == height)
            #expect(
                stride(from: 0, to: scaled.pixels.count, by: 3).allSatisfy {
                    abs(Int(scaled.pixels[$0]) - 10) <= 1 && abs(Int(scaled.pixels[$0 + 2]) - 250) <= 1
                })
        }
    }

    @Test func aFrameShowsThePictureItWasMadeOf() throws {
        let image = Image(width: 4, height: 2, pixels: Array(repeating: [200, 120, 40], count: 8).flatMap { $0 })
        let shown = Image(VideoFrame(image))
        #expect(zip(shown.pixels, image.pixels).allSatisfy { abs(Int($0) - Int($1)) <= 2 })
        let white = VideoFrame(Image(width: 2, height: 2, pixels: [UInt8](repeating: 255, count: 12)))
        #expect(white.luma == [235, 235, 235, 235] && white.blueChroma == [128] && white.redChroma == [128])
        let black = VideoFrame(Image(width: 2, height: 2, pixels: [UInt8](repeating: 0, count: 12)))
        #expect(black.luma == [16, 16, 16, 16] && black.redChroma == [128])
    }
}
