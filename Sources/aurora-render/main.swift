print("aurora-render")
