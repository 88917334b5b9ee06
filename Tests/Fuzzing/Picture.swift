import RenderCodec

/// One input of libFuzzer's for the decoder of pictures: whatever it is, it ends as a picture or as an error.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPicture(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = [UInt8](UnsafeBufferPointer(start: data, count: count))
    // An error in words is what is wanted of most inputs.
    guard let image = try? ImageDecoder.decode(bytes) else { return 0 }
    precondition(image.pixels.count == image.width * image.height * 3, "a picture has all its pixels")
    return 0
}
